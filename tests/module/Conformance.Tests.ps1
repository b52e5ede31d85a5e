# What every cmdlet must be and have, checked by reflection over all that are exported.

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $commands = @(Get-ModuleCommand | ForEach-Object { @{ Name = $_.Name; Command = $_ } })
    $names = $commands | ForEach-Object { $_.Command } | ForEach-Object { Get-OwnParameter $_ }
    $shared = @($names | Group-Object Name | Where-Object Count -gt 1 | ForEach-Object { @{ Name = $_.Name; Types = $_.Group.ParameterType } })
    $catalogs = @(
        @{ Enum = 'ActivationName'; Catalog = 'Activations.ActivationCatalog' }
        @{ Enum = 'LossName'; Catalog = 'Losses.LossCatalog' }
        @{ Enum = 'MetricName'; Catalog = 'Metrics.MetricCatalog' }
        @{ Enum = 'ScheduleName'; Catalog = 'Schedules.ScheduleCatalog' }
        @{ Enum = 'OptimizerName'; Catalog = 'Optimizers.OptimizerCatalog' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')

    function Test-Plural([string] $Word) { $Word -cmatch '[^su]s$' -and $Word -notmatch '(Bias|Alias|Axis|Basis)$' }

    # The element type of arrays and nullables, which is what validation is about.
    function Get-PlainType([Type] $Type) {
        $plain = if ($Type.IsArray) { $Type.GetElementType() } else { $Type }
        [Nullable]::GetUnderlyingType($plain) ?? $plain
    }

    function Get-ReferencedType([string] $Path) {
        $reader = [Reflection.PortableExecutable.PEReader]::new([IO.File]::OpenRead($Path))
        try {
            $metadata = [Reflection.Metadata.PEReaderExtensions]::GetMetadataReader($reader)
            foreach ($handle in $metadata.TypeReferences) {
                $reference = $metadata.GetTypeReference($handle)
                "$($metadata.GetString($reference.Namespace)).$($metadata.GetString($reference.Name))"
            }
        }
        finally {
            $reader.Dispose()
        }
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has an approved verb and a singular noun' {
        $Command.Verb | Should -BeIn (Get-Verb).Verb
        Test-Plural $Command.Noun | Should -BeFalse
    }

    It 'is a sealed class of that name, in a file of that name' {
        $type = $Command.ImplementingType
        $type.Name | Should -Be "$($Command.Verb)$($Command.Noun)Command"
        $type.IsSealed | Should -BeTrue
        Get-ChildItem (Join-Path $root 'src/NeuralPS/Commands') -Recurse -Filter "$($type.Name).cs" | Should -HaveCount 1
    }

    It 'says what it writes' {
        $Command.OutputType | Should -Not -BeNullOrEmpty
    }

    It 'says of every parameter what it is for' {
        foreach ($set in $Command.ParameterSets) {
            foreach ($parameter in $set.Parameters | Where-Object Name -in (Get-OwnParameter $Command).Name) {
                $parameter.HelpMessage | Should -Match '\S.*[.)]$' -Because "-$($parameter.Name) in the set $($set.Name) needs a HelpMessage"
            }
        }
    }

    It 'validates its parameters' {
        foreach ($parameter in Get-OwnParameter $Command) {
            $type = Get-PlainType $parameter.ParameterType
            # Every value of an enumeration, a switch, a seed and a character is a good one.
            if ($type.IsEnum -or $type -in [switch], [uint64], [char]) { continue }
            $validates = $parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateArgumentsAttribute] }
            $validates | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) takes $type"
        }
    }

    It 'has switches, and no Booleans' {
        (Get-OwnParameter $Command | Where-Object { (Get-PlainType $_.ParameterType) -eq [bool] }).Name | Should -BeNullOrEmpty
    }

    It 'has parameter names in the singular' {
        (Get-OwnParameter $Command).Name | Where-Object { Test-Plural $_ } | Should -BeNullOrEmpty
    }

    It 'takes at most one parameter from the pipeline in each set' {
        foreach ($set in $Command.ParameterSets) {
            @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 -Because "of the set $($set.Name)"
        }
    }

    It 'has -LiteralPath, with its aliases, beside -Path' {
        $Command.Parameters.ContainsKey('LiteralPath') | Should -Be $Command.Parameters.ContainsKey('Path')
        if ($Command.Parameters.ContainsKey('LiteralPath')) {
            $Command.Parameters.LiteralPath.Aliases | Sort-Object | Should -Be 'LP', 'PSPath'
            $Command.Parameters.LiteralPath.ParameterType | Should -Be $Command.Parameters.Path.ParameterType
        }
    }

    It 'asks before it writes, and only then' {
        $writes = $Command.Verb -in 'Export', 'Remove', 'Clear', 'Save' -or $Command.Name -in 'Invoke-Training', 'Invoke-Sweep', 'Show-Network', 'Show-Sweep'
        $Command.Parameters.ContainsKey('WhatIf') | Should -Be $writes
        if ($Command.Verb -in 'Export', 'Save') { $Command.Parameters.ContainsKey('Force') | Should -BeTrue }
    }

    It 'completes each parameter that has a completer of its own or a closed set of values' {
        foreach ($parameter in Get-OwnParameter $Command) {
            $completes = $parameter.Attributes | Where-Object { $_ -is [Management.Automation.ArgumentCompleterAttribute] }
            $type = Get-PlainType $parameter.ParameterType
            if (-not $completes -and -not $type.IsEnum) { continue }
            $global:completed = New-Network -InputShape 2 | Add-DenseLayer 3
            $line = "`$completed | $($Command.Name) -$($parameter.Name) "
            $found = (TabExpansion2 $line $line.Length).CompletionMatches
            $found | Where-Object ResultType -eq 'ParameterValue' | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) has a closed set"
        }
    }

    Context 'Help' {
        BeforeAll {
            $help = Get-Help $Command.Name -Full
        }

        It 'has a synopsis and a description' {
            # PowerShell makes up a synopsis (the syntax) where the help file has none.
            $help.Synopsis.Trim() | Should -Not -BeLike "*$($Command.Name)*"
            $help.Synopsis.Trim() | Should -Match '\.$'
            ($help.Description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty
        }

        It 'describes each parameter, and no other' {
            $described = @($help.parameters.parameter)
            $own = (Get-OwnParameter $Command).Name
            ($described.name | Where-Object { $_ -notin 'WhatIf', 'Confirm' } | Sort-Object) -join ' ' |
                Should -Be (($own | Sort-Object) -join ' ')
            foreach ($parameter in $described) {
                ($parameter.description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty -Because "-$($parameter.name)"
            }
        }

        It 'shows the syntax of each parameter set' {
            @($help.syntax.syntaxItem).Count | Should -Be $Command.ParameterSets.Count
        }

        It 'has two examples or more, each with a title' {
            $examples = @($help.examples.example)
            $examples.Count | Should -BeGreaterOrEqual 2
            $number = 0
            foreach ($example in $examples) {
                $number++
                $example.title | Should -Match "^Example ${number}: \S"
                $example.code | Should -Not -BeNullOrEmpty
            }
        }

        It 'links only to what exists' {
            $targets = @($help.relatedLinks.navigationLink.linkText | Where-Object { $_ })
            foreach ($target in $targets | Where-Object { $_ -notmatch 'https?://' }) {
                if ($target -like 'about_*') { Join-Path $modulePath "en-US/$target.help.txt" | Should -Exist }
                else { Get-Command $target -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because "a link names $target" }
            }
        }
    }
}

Describe 'The parameter -<Name>' -ForEach $shared {
    It 'has the same type on every cmdlet' {
        # Enumerations differ where they say which kind of the cmdlet's own noun is meant; one takes a single value, another several.
        # Object and PSObject both take anything.
        $plain = $Types | ForEach-Object { Get-PlainType $_ } | Where-Object { -not $_.IsEnum } |
            ForEach-Object { if ($_ -eq [psobject]) { [object] } else { $_ } } | Select-Object -Unique
        @($plain).Count | Should -BeLessOrEqual 1 -Because ($plain -join ', ')
    }
}

Describe 'The enumeration <Enum>' -ForEach $catalogs {
    It 'has the names of the engine''s catalogue' {
        $null = New-Network -InputShape 2 | Add-DenseLayer 1
        $engine = [Runtime.Loader.AssemblyLoadContext]::All.Where{ $_.Name -eq 'NeuralPS' }.Assemblies.Where{ $_.GetName().Name -eq 'NeuralPS.Engine' }[0]
        $type = (Get-Module NeuralPS).ImplementingAssembly.GetType("NeuralPS.$Enum", $true)
        ([Enum]::GetNames($type) | Sort-Object) -join ' ' |
            Should -Be (($engine.GetType("NeuralPS.Engine.$Catalog", $true)::Names | Sort-Object) -join ' ')
    }
}

Describe 'The assemblies' {
    It 'never use the console' -ForEach 'NeuralPS.dll', 'lib/NeuralPS.Engine.dll' {
        Get-ReferencedType (Join-Path $modulePath $_) | Should -Not -Contain 'System.Console'
    }

    It 'let networks and data sets pass the pipeline whole' {
        foreach ($type in [NeuralPS.Network], [NeuralPS.Dataset]) { $type.GetInterfaces() | Should -Not -Contain ([Collections.IEnumerable]) }
    }

    It 'have public types that users name in the module''s own namespace' {
        $types = (Get-Module NeuralPS).ImplementingAssembly.GetExportedTypes() | Where-Object Namespace -eq 'NeuralPS'
        $types.Name | Should -Contain 'Network'
        $types.Name | Should -Contain 'Dataset'
    }
}
