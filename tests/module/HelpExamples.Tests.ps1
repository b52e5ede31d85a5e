# Every example of the help runs as it stands: in an empty folder, in a runspace that has imported the module and nothing else.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $commands = @(Get-ModuleCommand | ForEach-Object {
            $examples = @((Get-Help $_.Name -Full).examples.example | ForEach-Object { @{ Title = $_.title; Code = $_.code } })
            @{ Name = $_.Name; Examples = $examples }
        } | Where-Object { $_.Examples })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')

    function Invoke-Example([Management.Automation.Runspaces.Runspace] $Runspace, [string] $Folder, [string] $Code) {
        $shell = [powershell]::Create($Runspace)
        try {
            # Formatting what comes out is part of what users see.
            $null = $shell.AddCommand('Set-Location').AddParameter('LiteralPath', $Folder).AddStatement().
                AddScript($Code, $true).AddCommand('Out-String')
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $nothing = [Management.Automation.PSDataCollection[psobject]]::new()
            $nothing.Complete()
            $call = $shell.BeginInvoke($nothing, $output)
            if (-not $call.AsyncWaitHandle.WaitOne([timespan]::FromMinutes(2))) {
                $shell.Stop()
                throw 'The example takes longer than two minutes.'
            }
            $null = $shell.EndInvoke($call)
            $shell.Streams.Error | Should -BeNullOrEmpty
            $shell.Streams.Warning | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'The help of <Name>' -ForEach $commands {
    BeforeAll {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($modulePath)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
    }

    AfterAll {
        $runspace.Dispose()
    }

    It '<Title>' -ForEach $Examples {
        $folder = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
        $null = New-Item -ItemType Directory $folder
        Invoke-Example $runspace (Resolve-Path $folder).ProviderPath $Code
    }
}
