"""How a chart becomes a picture: its parts in points, fonts, colours of both themes, SVG with text, PNG and PDF."""
