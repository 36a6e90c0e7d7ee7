import type { Problem } from '../api/problem.js';
import { useText } from '../i18n/language.js';
import { TokenForm } from '../session/token-form.js';
import { Icon } from './icon.js';

interface ProblemNoticeProps {
  readonly problem: Problem;
  readonly onRetry?: (() => void) | undefined;
  /** Stands in a form: the token's own form has no place there. */
  readonly inForm?: boolean;
}

/** What went wrong, what one can do about it, and the server's own words. Without a token it asks for one. */
export function ProblemNotice({ problem, onRetry, inForm = false }: ProblemNoticeProps) {
  const { problems, ui } = useText();
  const { title, advice } = problems[problem.code as keyof typeof problems] ?? problems.INTERNAL_SERVER_ERROR;
  const signedOut = problem.code === 'UNAUTHENTICATED';
  return (
    <div class={signedOut ? 'notice' : 'notice bad'} role="alert" data-code={problem.code}>
      <h2>
        <Icon name="warning" />
        {title}
      </h2>
      <p>{advice}</p>
      <p class="server-words" lang="en">
        {problem.message}
      </p>
      {signedOut && !inForm && <TokenForm />}
      {onRetry && !signedOut && (
        <button class="button" type="button" onClick={onRetry}>
          {ui.retry}
        </button>
      )}
    </div>
  );
}
