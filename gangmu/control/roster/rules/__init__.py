"""Pure rules of reading a register of residents: bytes → records (`records`), the head of a file (`heads`), and what
a line says about a resident (`residents`). What columns and cells mean is known by intake.rules."""
