import { CONSUMER_CONFIGURATIONS } from './consumeConfigurations';
import { testSoundness } from './soundnessSuite';

testSoundness({ side: 'consume', configurations: CONSUMER_CONFIGURATIONS, runsEach: 95, runsLeast: 8_000 });
