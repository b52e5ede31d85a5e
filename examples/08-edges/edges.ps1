<#
.SYNOPSIS
    A sparse autoencoder finds edges: 64-25-64 on patches of 8x8 pixels, as in the lectures on unsupervised feature learning.
.DESCRIPTION
    The network puts out what comes in, through 25 units each of which should be active for one patch in a hundred. L-BFGS trains it over all
    patches at once. Then each unit is drawn as the input that excites it most, x_j = w_j / |w|: with patches of photos those are edges.

    Without -Path the patches are edges of any direction and place; with it they are cut from a photo.
.EXAMPLE
    ./edges.ps1 -Path photo.png
#>
[CmdletBinding()]
param(
    # A photo as a PNG file, at least 8x8 pixels.
    [string] $Path,

    # The number of patches.
    [ValidateRange(10, 100000)]
    [int] $Count = 1000,

    # Iterations of L-BFGS.
    [ValidateRange(1, 10000)]
    [int] $Epoch = 200,

    # The seed of all random numbers.
    [int] $Seed = 1
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS

$random = [Random]::new($Seed)
$patches = if ($Path) {
    $photo = Import-Dataset $Path
    $height, $width, $channels = $photo.InputShape
    $pixels = $photo.GetInput(0)
    foreach ($i in 1..$Count) {
        $top, $left = $random.Next($height - 7), $random.Next($width - 7)
        $patch = [float[]]::new(64)
        for ($k = 0; $k -lt 64; $k++) {
            $patch[$k] = $pixels[(($top + ($k -shr 3)) * $width + $left + ($k -band 7)) * $channels]
        }
        , $patch
    }
} else {
    foreach ($i in 1..$Count) {
        $angle, $offset = (2 * [Math]::PI * $random.NextDouble()), (6 * $random.NextDouble() - 3)
        $x, $y = [Math]::Cos($angle), [Math]::Sin($angle)
        $patch = [float[]]::new(64)
        for ($k = 0; $k -lt 64; $k++) {
            $patch[$k] = [Math]::Tanh((($k -band 7) - 3.5) * $x + (($k -shr 3) - 3.5) * $y - $offset)
        }
        , $patch
    }
}

# As in the lectures: each patch loses its mean, and three standard deviations either way become 0.1 to 0.9, where the sigmoid can follow.
$sum = 0.0
foreach ($patch in $patches) {
    $mean = ($patch | Measure-Object -Average).Average
    for ($k = 0; $k -lt 64; $k++) {
        $patch[$k] -= $mean
        $sum += $patch[$k] * $patch[$k]
    }
}
$limit = 3 * [Math]::Sqrt($sum / 64 / $Count)
foreach ($patch in $patches) {
    for ($k = 0; $k -lt 64; $k++) {
        $patch[$k] = 0.5 + 0.4 * [Math]::Clamp($patch[$k] / $limit, -1, 1)
    }
}

$data = ConvertTo-Dataset -InputObject $patches -Target $patches -Name patches
$network = New-Network -Preset SparseAutoencoder |
    Invoke-Training $data -Optimizer LBFGS -Loss HalfSquaredError -Epoch $Epoch -Seed $Seed
$network.History | Where-Object { $_.Epoch -in 1, 10, 50, 100 -or $_ -eq $network.History[-1] } | Format-Table Epoch, Loss, Penalty

'What excites each of the 25 units most:'
$shades = ' .:-=+*#%@'
$weights = ($network | Get-NetworkWeight dense1 | Where-Object Role -eq weight).Value
foreach ($first in 0, 5, 10, 15, 20) {
    ''
    foreach ($line in 0..7) {
        $parts = foreach ($unit in $first..($first + 4)) {
            $row = $weights[$unit]
            $most = ($row | ForEach-Object { [Math]::Abs($_) } | Measure-Object -Maximum).Maximum
            -join (0..7 | ForEach-Object { [string]$shades[[int](4.5 + 4.49 * $row[8 * $line + $_] / $most)] * 2 })
        }
        $parts -join '  '
    }
}
