"""Ursa as an authorization server (OAuth 2.1) for applications and assistants.

A surface like any other: it parses what an application sends, and asks `app.deeds.apps`.
"""
