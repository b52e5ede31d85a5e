#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# The example on CIFAR-10, with few images and one epoch.

BeforeDiscovery {
    . $PSScriptRoot/Worked.Common.ps1
    $hasCifar = $dataFolder -and (Test-Path (Join-Path $dataFolder cifar-10))
}

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $script = Join-Path $root examples 06-cifar cifar.ps1
    $paths = $env:PSModulePath
    $env:PSModulePath = (Split-Path $modulePath) + [IO.Path]::PathSeparator + $paths
}

AfterAll {
    $env:PSModulePath = $paths
}

Describe 'The example 06-cifar' {
    It 'Trains both networks and tells their accuracy on other images' -Skip:(-not $hasCifar) {
        $results = & $script -Path (Join-Path $dataFolder cifar-10) -Count 200 -Epoch 1 6>$null | Where-Object { $_ -isnot [string] }
        $results.Network | Should -Be 'ISLR', 'ResNet20'
        $results | ForEach-Object { $_.Accuracy | Should -BeGreaterThan 0.05; $_.Top5Accuracy | Should -BeGreaterThan 0.4 }
    }

    It 'Says what is missing where there are no data' {
        $data = $env:NEURALPS_DATA
        try {
            $env:NEURALPS_DATA = Join-Path $TestDrive none
            $copy = Join-Path $TestDrive a b c
            Copy-Item $script (New-Item -ItemType Directory $copy -Force)
            { & (Join-Path $copy cifar.ps1) } | Should -Throw '*There is no CIFAR-10 here*-Path*'
        }
        finally {
            $env:NEURALPS_DATA = $data
        }
    }
}
