"""Small painted charts: bars, columns and lines, in the theme's colours, as SVG, PNG, TSV and CSV."""
