#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Data sets put together.

BeforeAll {
    . $PSScriptRoot/Worked.Common.ps1
    $first = ConvertTo-Dataset -InputObject (1, 2), (3, 4) -Label 'a', 'b' -Name first
    $second = ConvertTo-Dataset -InputObject @(, (5, 6)) -Label 'b' -ClassName 'a', 'b' -Name second
}

Describe 'Join-Dataset' {
    It 'Puts the rows of one after those of the other' {
        $all = $first, $second | Join-Dataset
        $all.Count | Should -Be 3
        $all.Name | Should -Be 'first'
        $all.ClassNames | Should -Be 'a', 'b'
        $network = New-Network 2 | Add-DenseLayer 1 | Set-NetworkWeight dense1 -Weight 10, 1 -Bias 0
        $all | Get-Prediction $network | ForEach-Object Label | Should -Be 'a', 'b', 'b'
        $all | Get-Prediction $network -Raw | ForEach-Object { $_ } | Should -Be 12, 34, 56
        (Join-Dataset $second, $first, $second -Name all).Count | Should -Be 4
        (Join-Dataset $second, $first -Name all).Name | Should -Be 'all'
        (Join-Dataset $first).Count | Should -Be 2
    }

    It 'Is what a training learns from as it is' {
        $digits = New-SyntheticDataset Digits -Count 200 -Seed 1
        $network = New-Network -Preset Softmax -InputShape 28, 28, 1
        $left, $right = $digits | Split-Dataset -Fraction 0.5 -NoShuffle
        Get-WeightText ($network | Invoke-Training ($left, $right | Join-Dataset) -Epoch 2 -Seed 1) |
            Should -BeExactly (Get-WeightText ($network | Invoke-Training $digits -Epoch 2 -Seed 1))
    }

    It 'Refuses what does not fit' {
        $other = ConvertTo-Dataset -InputObject (1, 2, 3), (4, 5, 6) -Label 'a', 'b' -Name other
        Assert-Error { Join-Dataset $first, $other } 'ConcatenateShape' 'InvalidArgument' '2', '3'
        $numbers = ConvertTo-Dataset -InputObject (1, 2), (3, 4) -Target 1.5, 2.5 -Name numbers
        Assert-Error { Join-Dataset $first, $numbers } 'ConcatenateKind' 'InvalidData' 'first', 'numbers'
        $cats = ConvertTo-Dataset -InputObject (1, 2), (3, 4) -Label 'cat', 'dog' -Name cats
        Assert-Error { Join-Dataset $first, $cats } 'ConcatenateClasses' 'InvalidData' 'first', 'cats'
        Assert-Error { Join-Dataset @() } 'ParameterArgumentValidationError' 'InvalidData'
    }
}
