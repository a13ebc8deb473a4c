package io.github.spotbatch.testing.registry;

import java.io.IOException;

class DistributionWithPasswordTest extends RegistryContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.distributionWithPassword();
  }
}
