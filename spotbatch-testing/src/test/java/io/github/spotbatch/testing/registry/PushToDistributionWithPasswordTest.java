package io.github.spotbatch.testing.registry;

import java.io.IOException;

class PushToDistributionWithPasswordTest extends PushContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.distributionWithPassword();
  }
}
