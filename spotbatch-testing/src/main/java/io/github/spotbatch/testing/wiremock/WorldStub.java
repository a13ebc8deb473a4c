package io.github.spotbatch.testing.wiremock;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.github.tomakehurst.wiremock.extension.MappingsLoaderExtension;
import com.github.tomakehurst.wiremock.stubbing.StubMappings;

/** The stub that comes after all others; as a default it comes back with every reset. */
final class WorldStub implements MappingsLoaderExtension {

  @Override
  public void loadMappingsInto(StubMappings mappings) {
    mappings.addMapping(
        any(anyUrl())
            .atPriority(Integer.MAX_VALUE)
            .willReturn(FakeAwsWireMock.answerOfTheWorld())
            .build());
  }

  @Override
  public String getName() {
    return "fake-aws-stub";
  }
}
