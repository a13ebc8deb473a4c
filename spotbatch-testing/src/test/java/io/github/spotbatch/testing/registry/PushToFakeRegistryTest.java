package io.github.spotbatch.testing.registry;

import java.io.IOException;

class PushToFakeRegistryTest extends PushContract {

  @Override
  RegistryUnderTest open() throws IOException {
    return RegistryUnderTest.fake();
  }
}
