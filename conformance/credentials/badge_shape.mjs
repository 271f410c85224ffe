// @learncard/types: the members of an Open Badge 3.0 and their types, as LearnCard's wallet wants
// them.
//
//     conformance/node conformance/credentials/badge_shape.mjs SITE accept FILE… refuse FILE…

import {AchievementCredentialValidator} from '@learncard/types';

import {run} from './cases.mjs';

await run(async text => {
  const {success, error} = AchievementCredentialValidator.safeParse(JSON.parse(text));
  if (!success) {
    throw new Error(error.issues.map(one => `${one.path.join('/')}: ${one.message}`).join('; '));
  }
  return 'an AchievementCredential';
});
