# How objects look at the prompt: on their own, behind other objects, and in another culture.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')
    $culture = [cultureinfo]::CurrentCulture
    $data = New-SyntheticDataset Blobs -Count 60 -Seed 1
    $net = New-Network -InputShape 2 -Name blob | Add-DenseLayer 3 -Activation Softmax |
        Invoke-Training $data -Epoch 2 -Seed 1 -Metric Accuracy, F1 -ProgressAction SilentlyContinue

    # Behind an object that is shown as a list, PowerShell shows the others as lists, too, whatever views they have.
    function Get-ListText($Object) {
        $lines = [pscustomobject]@{ First = 1; B = 2; C = 3; D = 4; E = 5 }, $Object | Out-String -Stream -Width 200
        $lines | Where-Object { $_ -match ' : ' -and $_ -notmatch '^(First|B|C|D|E)\s' } | ForEach-Object { ($_ -split ':')[0].Trim() }
    }
}

Describe 'Lists behind other objects' {
    It 'show of a data set what matters' {
        Get-ListText $data | Should -Be 'Name', 'Count', 'InputShape', 'Kind', 'ClassNames', 'Storage'
    }

    It 'show of a layer what matters' {
        Get-ListText $net.Layers[0] | Should -Be 'Name', 'Kind', 'OutputShape', 'ParameterCount', 'Details'
    }

    It 'show of a weight no values' {
        Get-ListText ($net | Get-NetworkWeight)[0] | Should -Be 'Layer', 'Role', 'Shape', 'Minimum', 'Maximum', 'Mean'
    }

    It 'show of an optimizer its settings' {
        Get-ListText (New-Optimizer Adam) | Should -Be 'Name', 'LearningRate', 'Settings'
    }

    It 'show of a gradient check what matters' {
        Get-ListText ($net | Test-Gradient $data)[0] | Should -Be 'Tensor', 'MaximumError', 'Passed'
    }

    It 'leave nothing out that is asked for' {
        ($data | Format-List * | Out-String) | Should -Match 'TargetLength'
    }
}

Describe 'An epoch record as text' {
    It 'is short' {
        "$($net.History[0])" | Should -Match '^Epoch 1: loss \d\.\d+$'
    }
}

Describe 'A table of epochs' {
    BeforeAll {
        $split = New-SyntheticDataset Moons -Count 60 -Seed 1
        $plain = New-Network 2 | Add-DenseLayer 2 -Activation Softmax

        function Get-Lines($Arguments) {
            $trained = $plain | Invoke-Training $split -Epoch 2 -Seed 1 -ProgressAction SilentlyContinue @Arguments
            # Twenty seconds, and a million rows in each: the widest that is usual.
            $trained.History | ForEach-Object { $_.Duration = [timespan]::FromSeconds(20); $_.SamplesPerSecond = 1234567; $_ } |
                Out-String -Stream -Width 80 | Where-Object { $_ }
        }
    }

    It 'fits into 80 characters at a small learning rate' {
        $lines = Get-Lines @{ LearningRate = 0.000123; ValidationFraction = 0.2 }
        $lines | Should -HaveCount 4
        $lines[0] | Should -Match '^Epoch +Loss Metrics +Val.loss Val.metrics +Rate +Rows/s Seconds$'
        $lines[2] | Should -Match '^ +1 \d\.\d{4} Accuracy \d\.\d{4} +\d\.\d{4} Accuracy \d\.\d{4} 0\.000123 1,234,567 +20\.00$'
    }

    It 'shows a very small learning rate' {
        (Get-Lines @{ LearningRate = 1.25e-9 })[2] | Should -Match ' 1\.25e-09 '
    }

    It 'with several metrics has them at the end, on as many lines as they need' {
        $lines = Get-Lines @{ LearningRate = 0.000123; ValidationFraction = 0.2; Metric = 'Accuracy', 'F1' }
        $lines[0] | Should -Match '^Epoch +Loss Val.loss +Rate +Rows/s Seconds Metrics \(validation\)$'
        $lines[2] | Should -Match ' 0\.000123 1,234,567 +20\.00 Accuracy \d\.\d{4} \(\d\.\d{4}\)$'
        $lines[3] | Should -Match '^ +F1 \d\.\d{4} \(\d\.\d{4}\)$'
        (Get-Lines @{ Metric = 'Accuracy', 'F1'; L2 = 0.1 })[2, 3] | Should -Match '(Penalty \d\.\d{4}|, F1 \d\.\d{4})$'
    }
}

Describe 'A network' {
    It 'without layers is not called initialised' {
        (New-Network -InputShape 2).Summary | Should -Not -Match 'initialised'
    }
}

Describe 'Where the decimal sign is a comma' {
    BeforeAll {
        [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture.Clone()
        [cultureinfo]::CurrentCulture.NumberFormat.NumberDecimalSeparator = ','
        [cultureinfo]::CurrentCulture.NumberFormat.NumberGroupSeparator = '.'
    }

    AfterAll {
        [cultureinfo]::CurrentCulture = $culture
    }

    It 'messages, plans and lists of numbers keep the point' {
        (1.5).ToString() | Should -Be '1,5'
        $lines = $net | Invoke-Training $data -Epoch 1 -ProgressAction SilentlyContinue -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -Match 'learning rate 0\.001'
        "$lines" | Should -Match 'Epoch 3: loss \d\.\d'
        "$(New-Optimizer Adam)" | Should -BeLike '*LearningRate 0.001*'
        New-Optimizer Adam | Out-String | Should -BeLike '*LearningRate 0.001*'
        $net.History | Format-Table | Out-String -Width 200 | Should -Match 'Accuracy [01]\.\d{4}, F1 [01]\.\d{4}'
    }

    It 'rows of text and network files mean the same' {
        $rows = "x,y,kind`n1.5,2,a`n2.5,1,b`n1.5,3,a`n2.5,4,b" | ConvertFrom-Csv
        ($rows | ConvertTo-Dataset).GetInput(0) | Should -Be 1.5, 2
        $path = Join-Path $TestDrive 'net.safetensors'
        $net | Export-Network $path
        (Import-Network $path).History[1].Loss | Should -Be $net.History[1].Loss
    }
}
