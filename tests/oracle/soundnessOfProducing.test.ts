import { PRODUCE_CONFIGURATIONS } from './configurations';
import { testSoundness } from './soundnessSuite';

testSoundness({ side: 'produce', configurations: PRODUCE_CONFIGURATIONS, runsEach: 105, runsLeast: 12_000 });
