package io.github.spotbatch.testing.registry;

import java.io.IOException;

class PushToDistributionWithoutPasswordTest extends PushContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.distributionWithoutPassword();
  }
}
