"""Reads what people, spreadsheets and networks write, strictly.

Door: `csv_files` and `phone_numbers`.
"""
