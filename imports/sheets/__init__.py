"""Reading sheets as stations have them: workbooks and CSV files of any layout. No module here asks the database."""
