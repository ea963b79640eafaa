"""Marks on paper: scales, charts and maps as inline SVG."""
