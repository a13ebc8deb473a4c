package io.github.spotbatch.testing.registry;

import java.io.IOException;

class DistributionWithoutPasswordTest extends RegistryContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.distributionWithoutPassword();
  }
}
