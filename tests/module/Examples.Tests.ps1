#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Examples that take long as they stand, with little data and few epochs.

BeforeDiscovery {
    . $PSScriptRoot/Worked.Common.ps1
    $hasCifar = $dataFolder -and (Test-Path (Join-Path $dataFolder cifar-10))
}

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $examples = Join-Path $root examples
    $paths = $env:PSModulePath
    $env:PSModulePath = (Split-Path $modulePath) + [IO.Path]::PathSeparator + $paths
}

AfterAll {
    $env:PSModulePath = $paths
}

Describe 'The example 01-digits' {
    It 'Prints what the README shows, times aside' {
        # Blank lines and colours depend on the host, and the last two columns of the epochs on the machine.
        $tidy = { ($_ -replace '\e\[[\d;]*m').TrimEnd() -replace '^( +\d \d\.\d{4} Accuracy .* 0\.002) .*', '$1' -replace '^\S+(digits\.safetensors)', '$1' }
        $printed = & (Get-Process -Id $PID).Path -NoProfile -File (Join-Path $examples 01-digits digits.ps1) -Path (Join-Path $TestDrive digits.safetensors) |
            ForEach-Object $tidy | Where-Object { $_ }
        $readme = Get-Content -Raw (Join-Path $root README.md)
        $readme -match '(?s)\$ \./build\.sh demo\r?\n(?<text>.*?)```' | Should -BeTrue
        $shown = $Matches.text -split '\r?\n' | ForEach-Object $tidy | Where-Object { $_ }
        $printed -join "`n" | Should -BeExactly ($shown -join "`n")
    }
}

Describe 'The example 06-cifar' {
    It 'Trains a network and tells its accuracy on other images' -Skip:(-not $hasCifar) {
        $results = & (Join-Path $examples 06-cifar cifar.ps1) -Path (Join-Path $dataFolder cifar-10) -Network ISLR -Count 200 -Epoch 1 |
            Where-Object { $_ -isnot [string] }
        $results.Network | Should -Be 'ISLR'
        $results.Samples | Should -Be 2000
        $results.Accuracy | Should -BeGreaterThan 0.05
    }

    It 'Says what is missing where there are no data' {
        $data = $env:NEURALPS_DATA
        try {
            $env:NEURALPS_DATA = Join-Path $TestDrive none
            $copy = Join-Path $TestDrive a b c
            Copy-Item (Join-Path $examples 06-cifar cifar.ps1) (New-Item -ItemType Directory $copy -Force)
            { & (Join-Path $copy cifar.ps1) } | Should -Throw '*There is no CIFAR-10 here*-Path*'
        }
        finally {
            $env:NEURALPS_DATA = $data
        }
    }
}

Describe 'The example 07-depth' {
    It 'Fits the better the wider, and has as many parameters on both sides' {
        $text = & (Join-Path $examples 07-depth depth.ps1) -Epoch 2 | Out-String -Width 120
        $rows = [regex]::Matches($text, '(?m)^ *(1|8) +\d+ (?<error>0\.\d+)')
        $rows | Should -HaveCount 2
        [double]$rows[0].Groups['error'].Value | Should -BeGreaterThan (4 * [double]$rows[1].Groups['error'].Value)
        $rows = [regex]::Matches($text, '(?m)^\d x 16 +(?<deep>\d+) +\S+ 1 x \d+ +(?<wide>\d+) ')
        $rows | Should -HaveCount 5
        $rows | ForEach-Object { [int]$_.Groups['deep'].Value - [int]$_.Groups['wide'].Value | Should -BeIn (-1, 0, 1) }
    }
}

Describe 'The example 08-edges' {
    It 'Lowers the loss and the penalty, and draws 25 units' {
        $text = & (Join-Path $examples 08-edges edges.ps1) -Count 100 -Epoch 20 | Out-String -Width 120
        $rows = [regex]::Matches($text, '(?m)^ *(1|20) +(?<loss>\d+\.\d+) +(?<penalty>\d+\.\d+)')
        $rows | Should -HaveCount 2
        [double]$rows[1].Groups['loss'].Value | Should -BeLessThan ([double]$rows[0].Groups['loss'].Value)
        [double]$rows[1].Groups['penalty'].Value | Should -BeLessThan ([double]$rows[0].Groups['penalty'].Value)
        @($text -split '\r?\n' | Where-Object Length -EQ 88) | Should -HaveCount 40
    }

    It 'Takes patches of a photo' -Skip:(-not $dataFolder) {
        $text = & (Join-Path $examples 08-edges edges.ps1) -Path (Join-Path $dataFolder images photos camera.png) -Count 50 -Epoch 5 | Out-String
        $text | Should -Match 'What excites'
    }
}
