@echo off
rem Runs Tocsin, building it first where it is missing or a source has changed.
rem Status 4: it could not be built; any other status is Tocsin's own.
setlocal
set "root=%~dp0"
set "app=%root%artifacts\tocsin"
set "seen=%root%artifacts\tocsin-sources"
set "log=%root%artifacts\tocsin-build.log"
set "failed=%root%artifacts\tocsin.failed"

call :is_current || call :build_locked || exit /b 4
endlocal & dotnet "%~dp0artifacts\tocsin\tocsin.dll" %*
exit /b %errorlevel%

rem The sources as of the last build are kept beside it; robocopy compares times and sizes, and sees what is gone.
:is_current
if not exist "%app%\tocsin.dll" exit /b 1
if not exist "%seen%" exit /b 1
call :compare /L
exit /b %errorlevel%

rem Status 0: nothing differs. With /L it only looks, without it brings the copy up to date.
:compare
set "differs=0"
for %%d in (src native detections) do if exist "%root%%%d" (
    robocopy "%root%%%d" "%seen%\%%d" /MIR /XD bin obj node_modules /NJH /NJS /NP /NS /NC /NDL /NFL %1 >nul
    if errorlevel 1 set "differs=1"
)
robocopy "%root%." "%seen%" Directory.*.props global.json /NJH /NJS /NP /NS /NC /NDL /NFL %1 >nul
if errorlevel 1 set "differs=1"
exit /b %differs%

rem Whoever holds the lock file open builds; the others wait and then look again. Inside the parentheses stderr is
rem closed, for the complaint about a held lock, so that a failure is kept in a file and told here.
:build_locked
if not exist "%root%artifacts" mkdir "%root%artifacts"
echo building Tocsin... 1>&2
:wait
2>nul (
    9>"%root%artifacts\tocsin.lock" (
        call :is_current || call :build
    )
) && exit /b 0
if exist "%failed%" (
    type "%failed%" 1>&2
    if exist "%log%" type "%log%" 1>&2
    del "%failed%"
    exit /b 1
)
ping -n 2 127.0.0.1 >nul
goto wait

:build
if exist "%log%" del "%log%"
where dotnet >nul 2>&1 || (
    echo tocsin: the .NET 10 SDK builds Tocsin, but 'dotnet' is not on the PATH.>"%failed%"
    exit /b 1
)
rem Compiled ahead of time it starts twice as fast; the compiler is a package, which a registry may lack.
call :publish --use-current-runtime -p:PublishReadyToRun=true -p:DisableTransitiveFrameworkReferenceDownloads=true || call :publish || (
    echo tocsin: the build failed.>"%failed%"
    exit /b 1
)
call :compare
exit /b 0

:publish
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
dotnet publish "%root%src\Tocsin.Cli" --configuration Release --no-self-contained --artifacts-path "%app%-build" --output "%app%" --verbosity quiet -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false %* >"%log%" 2>&1 <nul
exit /b %errorlevel%
