"""Series to findings: what is normal for this person. Pure: no clock, no I/O, no database.

`patterns.detect`, `forecast.forecasts` and `History` import pandas and statsmodels, which takes
seconds: import them where the work is done. `anomaly`, `baseline`, `insights`, `status` and
`words` need numpy at most.
"""
