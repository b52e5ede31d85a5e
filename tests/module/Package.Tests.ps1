BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $manifest = Import-PowerShellDataFile (Join-Path $modulePath 'NeuralPS.psd1')
    $listed = ($manifest.FileList | Sort-Object) -join "`n"
}

Describe 'The module''s folder' {
    It 'holds exactly the files that the manifest lists' {
        $base = (Resolve-Path $modulePath).ProviderPath
        $files = Get-ChildItem $base -Recurse -File -Force | ForEach-Object { [IO.Path]::GetRelativePath($base, $_.FullName).Replace('\', '/') }
        ($files | Sort-Object) -join "`n" | Should -Be $listed
    }

    It 'holds nothing that PowerShell brings itself, and no other assemblies than these' {
        (Get-ChildItem $modulePath -Recurse -Filter *.dll).Name | Sort-Object |
            Should -Be 'NeuralPS.dll', 'NeuralPS.Engine.dll', 'NeuralPS.Sweeps.dll', 'System.Numerics.Tensors.dll'
    }

    It 'has the complete help file under the name by which PowerShell finds it' {
        # Under any other name, PowerShell would make up help without a word.
        $maml = [xml](Get-Content -Raw (Join-Path $modulePath 'en-US/NeuralPS.dll-Help.xml'))
        ($maml.helpItems.command.details.name | Sort-Object) -join ', ' | Should -Be (($manifest.CmdletsToExport | Sort-Object) -join ', ')
        (Get-Help New-Network).Synopsis | Should -Not -BeLike '*New-Network*'
        (Get-Help about_NeuralPS) -join '' | Should -BeLike '*NeuralPS*'
    }

    It 'has help pages that fit the cmdlets' {
        $help = Join-Path $TestDrive 'help.xml'
        Invoke-Fresh "& (Join-Path `$root 'module/help/ConvertTo-Maml.ps1') -ModulePath `$modulePath -Destination '$help'" |
            Should -BeNullOrEmpty
        Get-FileHash $help | Select-Object -ExpandProperty Hash |
            Should -Be (Get-FileHash (Join-Path $modulePath 'en-US/NeuralPS.dll-Help.xml')).Hash
    }

    It 'can be copied to a module path, and loads from there by name' {
        $copy = Join-Path $TestDrive 'modules'
        $null = New-Item -ItemType Directory $copy
        Copy-Item $modulePath $copy -Recurse
        Invoke-Fresh @"
            `$env:PSModulePath = '$copy'
            (New-Network -InputShape 2 | Add-DenseLayer 3).ParameterCount
            (Get-Module NeuralPS).ModuleBase
"@ | Should -Be '9', (Join-Path $copy 'NeuralPS')
    }
}

Describe 'The package' {
    BeforeAll {
        $package = & (Join-Path $root 'module/New-Package.ps1') -ModulePath $modulePath -Destination $TestDrive
        $archive = [IO.Compression.ZipFile]::OpenRead($package.FullName)

        function Read-Entry([string] $Name) {
            $reader = [IO.StreamReader]::new($archive.GetEntry($Name).Open())
            try { [xml]$reader.ReadToEnd() } finally { $reader.Dispose() }
        }
    }

    AfterAll {
        $archive.Dispose()
    }

    It 'is named by the module and its version' {
        $package.Name | Should -Be "NeuralPS.$($manifest.ModuleVersion).nupkg"
    }

    It 'holds exactly the files that the manifest lists, and what makes a package of them' {
        $format = 'NeuralPS.nuspec', '[Content_Types].xml', '_rels/.rels'
        ($archive.Entries.FullName | Where-Object { $_ -notin $format } | Sort-Object) -join "`n" | Should -Be $listed
        $format | ForEach-Object { $archive.GetEntry($_) | Should -Not -BeNullOrEmpty }
    }

    It 'is described as a PowerShell module' {
        $metadata = (Read-Entry 'NeuralPS.nuspec').package.metadata
        $metadata.id | Should -Be 'NeuralPS'
        $metadata.version | Should -Be $manifest.ModuleVersion
        $metadata.tags.Split(' ') | Should -Contain 'PSModule'
        foreach ($name in 'authors', 'description', 'projectUrl') { $metadata.$name | Should -Not -BeNullOrEmpty }
    }

    It 'says of each of its parts what it contains' {
        $types = (Read-Entry '[Content_Types].xml').Types
        foreach ($entry in $archive.Entries.FullName | Where-Object { $_ -ne '[Content_Types].xml' }) {
            $extension = [IO.Path]::GetExtension($entry).TrimStart('.')
            ($types.Default.Extension -contains $extension) -or ($types.Override.PartName -contains "/$entry") | Should -BeTrue -Because $entry
        }
    }

    It 'is accepted by Install-PSResource' -Skip:(-not (Get-Command Save-PSResource -ErrorAction Ignore)) {
        $target = Join-Path $TestDrive 'installed'
        $null = New-Item -ItemType Directory $target
        Register-PSResourceRepository -Name NeuralPSTest -Uri $TestDrive -Trusted
        try { Save-PSResource NeuralPS -Repository NeuralPSTest -Path $target } finally { Unregister-PSResourceRepository NeuralPSTest }
        Join-Path $target "NeuralPS/$($manifest.ModuleVersion)/NeuralPS.psd1" | Should -Exist
    }
}
