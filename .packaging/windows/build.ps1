# Builds the standalone folder dist\annotator on Windows. UNTESTED: nobody has run this on Windows yet.
# Needs Python 3.12 from python.org; run in PowerShell from the top of the source tree:
#   powershell -ExecutionPolicy Bypass -File .packaging\windows\build.ps1
$ErrorActionPreference = "Stop"
py -3.12 -m venv .venv-standalone
.\.venv-standalone\Scripts\python -m pip install --quiet --upgrade pip
.\.venv-standalone\Scripts\python -m pip install --quiet ".[natasha,import,cas,team]" pyinstaller
.\.venv-standalone\Scripts\pyinstaller --noconfirm --log-level WARN .packaging\annotator.spec
.\dist\annotator\annotator.exe --version
Write-Output "The program: dist\annotator\annotator-gui.exe (window), dist\annotator\annotator.exe (command line)"
