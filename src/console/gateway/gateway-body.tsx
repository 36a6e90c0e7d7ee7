import type { Problem } from '../api/problem.js';
import type { GatewayDetailFragment } from '../gql/graphql.js';
import { useText } from '../i18n/language.js';
import { Conditions } from './conditions.js';
import { Facts } from './facts.js';
import { ListenersTable } from './listeners-table.js';
import { Picture } from './picture.js';
import { Records } from './records.js';
import { Steps } from './steps.js';

interface GatewayBodyProps {
  readonly gateway: GatewayDetailFragment;
  readonly albProblem: Problem | undefined;
}

export function GatewayBody({ gateway, albProblem }: GatewayBodyProps) {
  const { gateway: t, problems } = useText();
  return (
    <>
      {albProblem && (
        <p class="notice small" role="note">
          {t.albHidden} {problems[albProblem.code as keyof typeof problems]?.title}
        </p>
      )}
      <Steps provisioning={gateway.provisioning} />
      <Picture gateway={gateway} />
      <div class="columns">
        <ListenersTable listeners={gateway.listeners} />
        <Facts gateway={gateway} />
      </div>
      <Conditions conditions={gateway.conditions} />
      <Records gateway={gateway} />
    </>
  );
}
