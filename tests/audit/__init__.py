"""Fills a PACS with reports of several writers and computes from its files, with code of its own, what the audit must answer."""
