# What the test files share: dot-source it in BeforeDiscovery (for test cases) and in BeforeAll (for the tests).

$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
$modulePath = if ($env:NEURALPS_MODULE) { $env:NEURALPS_MODULE } else { Join-Path $root 'out/NeuralPS' }
Import-Module $modulePath -Force:$false

# Whatever must start from nothing (loaded assemblies, first import) runs in a process of its own, and answers with its output.
# It gets the module's folder as $modulePath and the repository's as $root.
function Invoke-Fresh([string] $Script) {
    $exe = [Environment]::ProcessPath
    $prefix = @(if ((Split-Path -LeafBase $exe) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    $text = "`$PSStyle.OutputRendering = 'PlainText'; `$ErrorActionPreference = 'Stop'; `$modulePath = '$modulePath'; `$root = '$root'; $Script"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
    $output = & $exe @prefix -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1
    if ($LASTEXITCODE -ne 0) { throw "A fresh pwsh ended with exit code ${LASTEXITCODE}: $($output -join "`n")" }
    $output
}

# The commands under test, without what PowerShell adds to every one of them.
function Get-ModuleCommand { Get-Command -Module NeuralPS -CommandType Cmdlet | Sort-Object Name }

function Get-OwnParameter([Management.Automation.CommandInfo] $Command) {
    $added = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $Command.Parameters.Values | Where-Object Name -notin $added
}
