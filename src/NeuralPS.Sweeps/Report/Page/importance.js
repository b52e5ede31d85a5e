// Importance of the parameters, as bars with their numbers.
const drawImportance = () => {
  const section = document.getElementById('importance');
  if (data.parameters.length === 0) { return; }
  section.hidden = false;
  const bars = document.getElementById('bars');
  const hint = section.querySelector('.hint');
  const build = objective => {
    bars.replaceChildren();
    if (!objective.importance) {
      hint.textContent = 'There are not enough complete trials yet to tell.';
      return;
    }
    const entries = Object.entries(objective.importance).map(([name, value]) => [name, toNumber(value)]).sort((a, b) => b[1] - a[1]);
    const most = Math.max(...entries.map(([, value]) => value), 1e-9);
    entries.forEach(([name, value]) => {
      const item = bars.appendChild(element('li'));
      item.append(element('span', name, 'name'));
      const track = item.appendChild(element('span', undefined, 'track'));
      const bar = track.appendChild(element('div', undefined, 'bar'));
      bar.style.width = `${100 * value / most}%`;
      item.append(element('span', `${(100 * value).toFixed(1)} %`, 'part'));
    });
    hint.textContent = entries.every(([, value]) => value === 0)
      ? 'All trials are equally good: no parameter made a difference.'
      : 'By PED-ANOVA: how far the values in the best tenth of the trials differ from those in all trials.';
  };
  fillSelect(section.querySelector('select'), data.objectives, 0, build);
  build(data.objectives[0]);
};
