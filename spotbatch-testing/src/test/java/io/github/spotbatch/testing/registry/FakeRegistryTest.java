package io.github.spotbatch.testing.registry;

import java.io.IOException;

class FakeRegistryTest extends RegistryContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.fake();
  }
}
