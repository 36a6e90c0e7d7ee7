import type { GatewayDetailFragment, ProvisioningStepState } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Moment } from '../ui/moment.js';

const icons: Readonly<Record<ProvisioningStepState, IconName>> = {
  DONE: 'check',
  ACTIVE: 'dots',
  WAITING: 'dots',
  FAILED: 'cross',
};

/** How far it has come: a bar, and below it each step with what the back end says. */
export function Steps({ provisioning: { percent, phase, steps } }: Pick<GatewayDetailFragment, 'provisioning'>) {
  const { gateway: t, steps: names, stepStates } = useText();
  return (
    <section class={`card steps ${phase.toLowerCase()}`} aria-labelledby="steps-title">
      <h2 id="steps-title">{t.progress}</h2>
      <div class="steps-bar">
        <progress value={percent} max={100} aria-labelledby="steps-title" />
        <output>{percent}%</output>
      </div>
      <ol>
        {steps.map(({ name, state, message, since }) => (
          <li key={name} class={state.toLowerCase()}>
            <span class="step-mark">
              <Icon name={icons[state]} />
            </span>
            <span class="step-name">
              {names[name]} <span class="visually-hidden">{stepStates[state]}</span>
            </span>
            <span class="step-message">
              {message && (
                <span lang="en" title={message}>
                  {message}
                </span>
              )}
              {since && <Moment at={since} />}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
