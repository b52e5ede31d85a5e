BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Import.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $manifestPath = Join-Path $modulePath 'NeuralPS.psd1'
    $manifest = Import-PowerShellDataFile $manifestPath
}

Describe 'The manifest' {
    It 'is valid' {
        Test-ModuleManifest $manifestPath | Should -Not -BeNullOrEmpty
    }

    It 'carries the version of Directory.Build.props, as do the assemblies' {
        $version = ([xml](Get-Content -Raw (Join-Path $root 'Directory.Build.props'))).SelectSingleNode('//Version').InnerText
        $manifest.ModuleVersion | Should -Be $version
        (Get-Module NeuralPS).Version.ToString() | Should -Be $version
        [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $modulePath 'NeuralPS.dll')).ProductVersion.Split('+')[0] |
            Should -Be $version
    }

    It 'exports exactly the cmdlets of the assembly' {
        $assembly = (Get-Module NeuralPS).ImplementingAssembly
        $built = $assembly.GetExportedTypes() | ForEach-Object { $_.GetCustomAttributes([Management.Automation.CmdletAttribute], $false) } |
            ForEach-Object { "$($_.VerbName)-$($_.NounName)" }
        ($manifest.CmdletsToExport | Sort-Object) -join ', ' | Should -Be (($built | Sort-Object) -join ', ')
        ((Get-Module NeuralPS).ExportedCmdlets.Keys | Sort-Object) -join ', ' | Should -Be (($built | Sort-Object) -join ', ')
    }

    It 'exports exactly the aliases of the assembly, no functions and no variables' {
        $assembly = (Get-Module NeuralPS).ImplementingAssembly
        $aliases = $assembly.GetExportedTypes() | ForEach-Object { $_.GetCustomAttributes([Management.Automation.AliasAttribute], $false) } |
            ForEach-Object AliasNames
        (@($manifest.AliasesToExport) | Sort-Object) -join ', ' | Should -Be ((@($aliases) | Sort-Object) -join ', ')
        $manifest.FunctionsToExport | Should -BeNullOrEmpty
        $manifest.VariablesToExport | Should -BeNullOrEmpty
    }

    It 'is for PowerShell 7.6 and says what a gallery shows' {
        $manifest.PowerShellVersion | Should -Be '7.6'
        $manifest.CompatiblePSEditions | Should -Be 'Core'
        { [guid]$manifest.GUID } | Should -Not -Throw
        foreach ($key in 'Tags', 'LicenseUri', 'ProjectUri', 'ReleaseNotes') { $manifest.PrivateData.PSData.$key | Should -Not -BeNullOrEmpty }
    }
}

Describe 'Importing' {
    It 'works with an assembly whose types load before the engine can be found' {
        # PowerShell asks for all types before the module can say where the engine is.
        $context = [Runtime.Loader.AssemblyLoadContext]::new('types only', $true)
        try {
            $assembly = $context.LoadFromAssemblyPath((Join-Path $modulePath 'NeuralPS.dll'))
            { $assembly.GetTypes() } | Should -Not -Throw
        }
        finally {
            $context.Unload()
        }
    }

    It 'refers to nothing that the default load context cannot find, but the engine and the sweeps' {
        $names = (Get-Module NeuralPS).ImplementingAssembly.GetReferencedAssemblies().Name
        $shared = Split-Path ([object].Assembly.Location)
        $names | Where-Object { $_ -notin 'System.Management.Automation', 'NeuralPS.Engine', 'NeuralPS.Sweeps' } |
            Where-Object { -not (Test-Path (Join-Path $shared "$_.dll")) -and -not (Test-Path (Join-Path $PSHOME "$_.dll")) } |
            Should -BeNullOrEmpty
    }

    It 'says nothing, leaves no error, and can be repeated' {
        Invoke-Fresh 'Import-Module $modulePath; Import-Module $modulePath; Import-Module $modulePath -Force; $Error.Count' | Should -Be '0'
    }

    It 'does not load the engine before a cmdlet needs it' {
        Invoke-Fresh 'Import-Module $modulePath; [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq ''NeuralPS.Engine'' }.Count' |
            Should -Be '0'
    }

    It 'gives users the types they name, as type literals' -ForEach 'NeuralPS.Network', 'NeuralPS.Dataset' {
        Invoke-Fresh "Import-Module `$modulePath; [$_].FullName" | Should -Be $_
    }

    It 'works in many runspaces at once' {
        Invoke-Fresh @'
            1..8 | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                $null = New-Network -InputShape 2 | Add-DenseLayer 3 | Initialize-Network -Seed $_
                'done'
            } -ThrottleLimit 8 | Group-Object -NoElement | ForEach-Object { "$($_.Name) $($_.Count)" }
            [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'NeuralPS.Engine' }.Count
'@ | Should -Be 'done 8', '1'
    }

    It 'goes on working after Remove-Module, with objects that outlive it, and can be imported again' {
        Invoke-Fresh @'
            Import-Module $modulePath
            $net = New-Network -InputShape 2 | Add-DenseLayer 3
            Remove-Module NeuralPS
            "$net".Length -gt 0
            $net.ParameterCount
            $PSModuleAutoLoadingPreference = 'None'
            try { New-Network -InputShape 2 } catch { $_.FullyQualifiedErrorId }
            Import-Module $modulePath
            ($net | Add-DenseLayer 1).ParameterCount
'@ | Should -Be 'True', '9', 'CommandNotFoundException', '13'
    }
}

Describe 'The load contexts' {
    It 'keep the engine and its dependencies out of the default one' {
        Invoke-Fresh @'
            Import-Module $modulePath
            $null = New-Network -InputShape 2 | Add-DenseLayer 1 |
                Invoke-Training (New-SyntheticDataset Xor) -Epoch 1 -L2 0.1 -ClipValue 1 -Seed 1
            [Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.ForEach{ $_.GetName().Name }.Where{ $_ -match '^NeuralPS|Tensors' }
            [Runtime.Loader.AssemblyLoadContext]::All.Where{ $_.Name -eq 'NeuralPS' }.Assemblies.ForEach{ $_.GetName().Name } | Sort-Object
'@ | Should -Be 'NeuralPS', 'NeuralPS.Engine', 'System.Numerics.Tensors'
    }

    It 'do not answer for an engine of another version' {
        Invoke-Fresh @'
            Import-Module $modulePath
            try { [Reflection.Assembly]::Load('NeuralPS.Engine, Version=99.0.0.0') } catch { $_.Exception.GetBaseException().GetType().Name }
'@ | Should -Be 'FileNotFoundException'
    }

    It 'let a second module with another System.Numerics.Tensors work, loaded <_>' -ForEach 'before', 'after' {
        # The configuration that was built last: the tests may run in either.
        $other = Get-ChildItem (Join-Path $root 'tests/module/OtherModule/bin/*/net10.0/OtherModule.dll') |
            Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
        $other | Should -Not -BeNullOrEmpty
        $useOther = "Import-Module '$other'; Measure-OtherSum 1, 2, 3"
        $useOurs = @'
            Import-Module $modulePath
            # The penalty and the clipping go through TensorPrimitives.
            (New-Network -InputShape 2 | Add-DenseLayer 1 |
                Invoke-Training (New-SyntheticDataset Xor) -Epoch 1 -L2 0.1 -ClipValue 1 -Seed 1).IsTrained
'@
        $versions = @'

            [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'System.Numerics.Tensors' }.
                ForEach{ $_.GetName().Version.ToString() } | Select-Object -Unique | Measure-Object | ForEach-Object Count
'@
        $parts = if ($_ -eq 'before') { $useOther, $useOurs } else { $useOurs, $useOther }
        $expected = if ($_ -eq 'before') { '6', 'True', '2' } else { 'True', '6', '2' }
        Invoke-Fresh (($parts -join "`n") + "`n" + $versions) | Should -Be $expected
    }
}
