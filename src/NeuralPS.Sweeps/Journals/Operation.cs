namespace NeuralPS.Sweeps.Journals;

/// <summary>What a record of the journal does; the numbers are the format's.</summary>
internal enum Operation
{
    CreateStudy = 0,
    DeleteStudy = 1,
    SetStudyUserAttribute = 2,
    SetStudySystemAttribute = 3,
    CreateTrial = 4,
    SetParameter = 5,
    SetState = 6,
    Report = 7,
    SetTrialUserAttribute = 8,
    SetTrialSystemAttribute = 9,
}
