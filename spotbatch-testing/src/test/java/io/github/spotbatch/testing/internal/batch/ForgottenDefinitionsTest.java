package io.github.spotbatch.testing.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.Neighbours;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.lang.reflect.Field;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.DescribeJobDefinitionsRequest;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

class ForgottenDefinitionsTest {

  private final Neighbours neighbours = new Neighbours();
  private final Definitions definitions =
      new Definitions(new FakeBatch(neighbours.scope, new Scripts()), neighbours.scope);

  @Test
  void goneRevision_lookedFor_isNoLongerKept() throws ReflectiveOperationException {
    for (int i = 0; i < 2; i++) {
      definitions.register(
          RegisterJobDefinitionRequest.builder()
              .jobDefinitionName("work")
              .type("container")
              .containerProperties(c -> c.image("busybox").vcpus(1).memory(64))
              .build());
    }
    definitions.deregister(
        DeregisterJobDefinitionRequest.builder().jobDefinition("work:1").build());
    neighbours.time.advance(Timings.defaults().of(Timings.Step.DEFINITION_INACTIVE));

    definitions.describe(DescribeJobDefinitionsRequest.builder().build());

    // Every question hides what is gone, kept or not.
    Field kept = Definitions.class.getDeclaredField("byName");
    kept.setAccessible(true);
    assertThat(((Map<?, ?>) kept.get(definitions)).get("work"))
        .asInstanceOf(list(Definition.class))
        .extracting(Definition::revision)
        .containsExactly(2);
  }
}
