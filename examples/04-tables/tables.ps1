<#
.SYNOPSIS
    Tables from CSV files: flowers, wines, tumours, penguins and house prices, with text columns and missing values.
.DESCRIPTION
    Needs the folder of data sets that holds iris/iris.csv, wine/wine_data.csv, breast-cancer/breast_cancer.csv, palmer-penguins/penguins.csv and
    california-housing/housing.csv; those that are missing are left out.
.EXAMPLE
    ./tables.ps1 -Path ~/data
#>
[CmdletBinding()]
param(
    # The folder with the data sets.
    [Parameter(Mandatory)]
    [string] $Path
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

function Show-Result([string] $Name, $Data, $Network, [int] $Epoch, [string] $Metric = 'Accuracy') {
    $train, $test = $Data | Split-Dataset -Fraction 0.8 -Seed 1
    $train = $train | Convert-Dataset -Standardize
    $test = $test | Convert-Dataset -Like $train
    $result = $Network | Invoke-Training $train -Epoch $Epoch -Metric $Metric -Seed 1 | Measure-Network $test -Metric $Metric
    [pscustomobject]@{ Data = $Name; Metric = $Metric; Value = [Math]::Round($result.$Metric, 3); Samples = $result.Samples }
}

$iris = Join-Path $Path iris iris.csv
if (Test-Path $iris) {
    $data = Import-Dataset $iris
    $network = New-Network -InputShape 4 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
    Show-Result Iris $data $network 100
}

$wine = Join-Path $Path wine wine_data.csv
if (Test-Path $wine) {
    $data = Import-Dataset $wine
    $network = New-Network -InputShape 13 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
    Show-Result Wine $data $network 60
}

$cancer = Join-Path $Path breast-cancer breast_cancer.csv
if (Test-Path $cancer) {
    $data = Import-Dataset $cancer
    $network = New-Network -InputShape 30 | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 1 -Activation Sigmoid
    Show-Result 'Breast cancer' $data $network 30
}

$penguins = Join-Path $Path palmer-penguins penguins.csv
if (Test-Path $penguins) {
    $data = Import-Dataset $penguins -LabelColumn species -MissingValue SkipRow
    $network = New-Network -InputShape $data.InputShape | Add-DenseLayer 16 -Activation ReLU | Add-DenseLayer 3 -Activation Softmax
    Show-Result Penguins $data $network 60
}

$housing = Join-Path $Path california-housing housing.csv
if (Test-Path $housing) {
    $data = Import-Dataset $housing -TargetColumn median_house_value -MissingValue Median | Convert-Dataset -StandardizeTarget
    $network = New-Network -InputShape $data.InputShape | Add-DenseLayer 64 -Activation ReLU | Add-DenseLayer 64 -Activation ReLU | Add-DenseLayer 1
    Show-Result 'California housing' $data $network 30 R2
}
