# What goes through but is probably not meant, and what may be written shorter than the rule says.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Import.ps1')

    function Get-Warning([scriptblock] $Script) {
        @(& $Script 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] } | ForEach-Object Message)
    }
}

Describe 'Data that were not converted as the training data' {
    BeforeAll {
        $train, $test = New-SyntheticDataset Blobs -Count 90 -Seed 1 | Split-Dataset 0.7 -Seed 1
        $standard = $train | Convert-Dataset -Standardize
        $like = $test | Convert-Dataset -Like $standard
        $net = New-Network -InputShape 2 -Name blobs | Add-DenseLayer 3 -Activation Softmax |
            Invoke-Training $standard -Epoch 2 -Seed 1 -ProgressAction SilentlyContinue
    }

    It 'are warned of by <_>' -ForEach 'Measure-Network', 'Get-ConfusionMatrix', 'Get-Prediction' {
        $command = $_
        $use = { if ($command -eq 'Get-Prediction') { Get-Prediction $net $args[0] } else { & $command -Network $net $args[0] } }
        Get-Warning { & $use $test } | Should -BeLike "*'Blobs' were not converted*network 'blobs'*Convert-Dataset -Like*"
        Get-Warning { & $use ($test | Convert-Dataset -Standardize) } | Should -BeLike '*Convert-Dataset -Like*'
        Get-Warning { & $use $like } | Should -BeNullOrEmpty
        Get-Warning { & $use $standard } | Should -BeNullOrEmpty
    }

    It 'are warned of as validation data' {
        $blank = New-Network -InputShape 2 | Add-DenseLayer 3 -Activation Softmax
        Get-Warning { $blank | Invoke-Training $standard -Epoch 1 -ValidationDataset $test -ProgressAction SilentlyContinue } |
            Should -BeLike '*Convert-Dataset -Like*'
        Get-Warning { $blank | Invoke-Training $standard -Epoch 1 -ValidationDataset $like -ProgressAction SilentlyContinue } |
            Should -BeNullOrEmpty
    }

    It 'are warned of when their targets were not' {
        $line = New-SyntheticDataset Linear -Count 50 -Seed 1
        $scaled = $line | Convert-Dataset -StandardizeTarget
        $fit = New-Network -InputShape $line.InputShape | Add-DenseLayer 1 |
            Invoke-Training $scaled -Epoch 1 -ProgressAction SilentlyContinue
        Get-Warning { $fit | Measure-Network $line } | Should -BeLike '*targets of data set*'
        Get-Warning { $fit | Measure-Network $scaled } | Should -BeNullOrEmpty
        Get-Warning { Get-Prediction $fit $line } | Should -BeNullOrEmpty
    }

    It 'cannot be told for a network that was not trained' {
        $fresh = New-Network -InputShape 2 | Add-DenseLayer 3 -Activation Softmax | Initialize-Network -Seed 1
        Get-Warning { $fresh | Measure-Network $standard } | Should -BeNullOrEmpty
    }
}

Describe 'Numbers that are taken for classes' {
    BeforeAll {
        $rows = 1..180 | ForEach-Object { [pscustomobject]@{ x = $_; price = 100 + $_ % 60 } }
        $path = Join-Path $TestDrive 'prices.csv'
        $rows | Export-Csv $path
    }

    It 'are warned of when there are many' {
        Get-Warning { $rows | ConvertTo-Dataset -LabelColumn price } | Should -BeLike "*'price'*60 different*-TargetColumn 'price'*"
        Get-Warning { Import-Dataset $path -LabelColumn price } | Should -BeLike "*'price'*-TargetColumn 'price'*"
    }

    It 'are not when it was said what they are, or when there are few' {
        Get-Warning { $rows | ConvertTo-Dataset -LabelColumn price -TargetKind Class } | Should -BeNullOrEmpty
        Get-Warning { $rows | ConvertTo-Dataset -TargetColumn price } | Should -BeNullOrEmpty
        $few = 1..90 | ForEach-Object { [pscustomobject]@{ x = $_; class = $_ % 10 } }
        Get-Warning { $few | ConvertTo-Dataset -LabelColumn class } | Should -BeNullOrEmpty
    }
}

Describe 'What may be written in other ways' {
    It 'takes weights without the dimensions of 1' {
        $filter = @(@(1, 2, 3), @(4, 5, 6), @(7, 8, 9))
        $net = New-Network -InputShape 4, 4, 1 | Add-ConvLayer 1 3 -Name edge | Set-NetworkWeight edge $filter -Bias 1
        $net | Get-NetworkWeight edge | Select-Object -First 1 -ExpandProperty Shape | Should -Be 1, 3, 3, 1
        ($net | Get-NetworkWeight edge)[0].Value[0][2][1][0] | Should -Be 8
        $two = New-Network -InputShape 4, 4, 1 | Add-ConvLayer 2 3 -Name edge
        { $two | Set-NetworkWeight edge $filter } | Should -Throw -ErrorId 'WeightShape,*'
        { New-Network 2 | Add-DenseLayer 3 | Set-NetworkWeight dense1 @(@(1, 2, 3), @(4, 5, 6)) } | Should -Throw -ErrorId 'WeightShape,*'
    }

    It 'predicts rows in hashtables, in any order and case' {
        $data = 1..20 | ForEach-Object { [pscustomobject]@{ Width = $_; Height = 20 - $_; Kind = ('a', 'b')[$_ -gt 10] } } | ConvertTo-Dataset
        $net = New-Network -InputShape 2 | Add-DenseLayer 2 -Activation Softmax |
            Invoke-Training $data -Epoch 1 -Seed 1 -ProgressAction SilentlyContinue
        $expected = [pscustomobject]@{ Width = 3; Height = 5 } | Get-Prediction $net
        $found = @{ height = 5; WIDTH = '3'; extra = 'x' } | Get-Prediction $net
        $found.Prediction | Should -Be $expected.Prediction
        $found.Confidence | Should -Be $expected.Confidence
        $found.extra | Should -Be 'x'
    }

    It 'takes a property that cannot be read for a missing value' {
        $row = [pscustomobject]@{ x = 1; y = 2 } | Add-Member -PassThru ScriptProperty broken { throw 'no' }
        $errors = $null
        try { $row, $row | ConvertTo-Dataset -IgnoreColumn broken -LabelColumn y -ErrorVariable errors | Out-Null } catch { $errors = $_ }
        "$errors" | Should -Not -BeLike '*Exception getting*'
    }
}

Describe 'Numbers out of range' {
    It 'are refused in plain words' {
        { New-Optimizer Adam -LearningRate 0 } | Should -Throw '*The value 0 is out of range. Give a number above 0.*'
        { New-Optimizer Adam -Beta1 1 } | Should -Throw '*Give a number at least 0 and below 1.*'
        { New-Network 2 | Add-DropoutLayer 1 } | Should -Throw '*Give a number at least 0 and below 1.*'
        { New-SyntheticDataset Moons | Split-Dataset 0.5, 2 } | Should -Throw '*The value 2 is out of range. Give a number above 0 and at most 1.*'
        { New-Optimizer SGD -LearningRate NaN } | Should -Throw '*out of range*'
    }

    It 'as sizes of layers name the layer' {
        { New-Network 10 | Add-DenseLayer 2000000000 } | Should -Throw "*Layer 'dense1' (dense) is too large*" -ErrorId 'ShapeTooLarge,*'
    }

    It 'that no memory can hold end in an error, not in the end of the process' {
        $huge = New-Network 40000
        foreach ($i in 1..200) { $huge = $huge | Add-DenseLayer 40000 }
        { $huge | Initialize-Network } | Should -Throw '*of memory, but only*' -ErrorId 'OutOfMemory,*'
    }
}
