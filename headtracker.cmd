@echo off
rem Sets up what is missing, each step once, builds what changed, and runs a verb (see "headtracker --help"):
rem   headtracker demo ^| track ^| image ^| devices ^| models ^| doctor ...
rem   headtracker train ...
rem   headtracker test
rem Arguments are passed on as %* and never through a variable: "&" in addresses and "!" in file names would be lost.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
if "%root:~-1%"=="\" set "root=%root:~0,-1%"
set "state=%root%\.headtracker"
set "HEADTRACKER_MODELS=%root%\models"
set "HEADTRACKER_LAUNCHER=%root%\headtracker.cmd"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true"
set "NPM_CONFIG_UPDATE_NOTIFIER=false"
if not exist "%state%" mkdir "%state%"

where dotnet >nul 2>nul || (echo headtracker: the .NET SDK is missing; install .NET 10 and start again 1>&2 & exit /b 1)

set "verb=%~1"
set "target=tracker"
set "project=src\HeadTracker\HeadTracker.csproj"
set "program=HeadTracker"
rem Of models only what the build is about: one that somebody puts there is read where it lies.
set "inputs='src','models\manifest.json','models\demo','package.json','package-lock.json','global.json'"
set "inputs=%inputs%,'Directory.Build.props','Directory.Build.targets','Directory.Packages.props'"
if /i "%verb%"=="train" set "target=training"
if /i "%verb%"=="train" set "project=training\HeadTracker.Training\HeadTracker.Training.csproj"
if /i "%verb%"=="train" set "program=HeadTracker.Training"
if /i "%verb%"=="train" set "inputs=%inputs%,'training'"
if /i "%verb%"=="test" set "target=all"
if /i "%verb%"=="test" set "project=HeadTracker.sln"
if /i "%verb%"=="test" set "inputs=%inputs%,'training','tests'"

call :npm "%root%" || exit /b 1
if not "%target%"=="tracker" call :npm "%root%\training" || exit /b 1

rem Nothing newer than the last good build: start at once.
powershell -NoProfile -Command "Set-Location -LiteralPath $env:root; $s = Get-Item -LiteralPath ($env:state + '\' + $env:target) -ErrorAction SilentlyContinue; if (-not $s) { exit 1 }; $n = Get-ChildItem %inputs% -Recurse -ErrorAction SilentlyContinue | Where-Object { $_.LastWriteTimeUtc -gt $s.LastWriteTimeUtc } | Select-Object -First 1; if ($n) { exit 1 }; exit 0"
if errorlevel 1 call :build || exit /b 1

if /i "%verb%"=="test" goto test
rem The training program knows that "train" may stand before its verbs.
dotnet "%root%\artifacts\bin\%program%\release\%program%.dll" %*
exit /b %errorlevel%

:test
dotnet test "%root%\HeadTracker.sln" -c Release --no-build
exit /b %errorlevel%

:build
echo headtracker: building ... 1>&2
dotnet build "%root%\%project%" -c Release > "%state%\build.log" 2>&1 && (type nul > "%state%\%target%" & exit /b 0)
findstr /c:"compatible .NET SDK was not found" "%state%\build.log" >nul && (
    echo headtracker: no .NET SDK here fits global.json; install the .NET 10 SDK and start again 1>&2
    exit /b 1
)
findstr /i "error" "%state%\build.log" 1>&2
echo headtracker: the build failed; the whole output is in "%state%\build.log" 1>&2
exit /b 1

:npm
if not exist "%~1\package-lock.json" exit /b 0
fc /b "%~1\package-lock.json" "%~1\node_modules\.headtracker" >nul 2>nul && exit /b 0
where npm >nul 2>nul || (echo headtracker: npm is missing; install Node.js and start again 1>&2 & exit /b 1)
echo headtracker: fetching detectors, samples and a typeface ... 1>&2
call npm ci --prefix "%~1" --ignore-scripts --no-audit --no-fund > "%state%\npm.log" 2>&1
if errorlevel 1 (
    echo headtracker: npm failed; the whole output is in "%state%\npm.log" 1>&2
    exit /b 1
)
copy /y "%~1\package-lock.json" "%~1\node_modules\.headtracker" >nul
exit /b 0
