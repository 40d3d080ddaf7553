"""From a design document to a verdict: `review_document` in review_document.py is this package on one screen."""
