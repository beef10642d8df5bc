"""What a model is asked: messages made from jinja2 templates, which lie beside this file."""
