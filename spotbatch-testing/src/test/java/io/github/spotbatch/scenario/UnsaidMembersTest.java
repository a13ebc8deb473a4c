package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.testing.FakeAws;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** IAM's API does not require its lists to say that there are no more pages. */
class UnsaidMembersTest {

  private final AtomicInteger unsaid = new AtomicInteger();

  @Test
  void stack_listsOfIamDoNotSayThatTheyAreWhole_isMadeKeptAndDestroyed() {
    try (FakeAws aws = FakeAws.create();
        SpotBatch spotBatch =
            aws.spotBatchBuilder()
                .addOverrideConfiguration(c -> c.addExecutionInterceptor(new Unsaid()))
                .build()) {
      Provisioner provisioner = spotBatch.provisioner();

      provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));

      assertThat(provisioner.plan(FakeStack.recipe("demo"))).changesNothing();
      assertThat(provisioner.destroy("demo").remaining()).isEmpty();
      assertThat(unsaid).hasPositiveValue();
    }
  }

  private final class Unsaid implements ExecutionInterceptor {

    @Override
    public SdkResponse modifyResponse(
        Context.ModifyResponse context, ExecutionAttributes attributes) {
      SdkResponse.Builder response = context.response().toBuilder();
      for (SdkField<?> field : context.response().sdkFields()) {
        if (field.memberName().equals("IsTruncated")
            && Boolean.FALSE.equals(field.getValueOrDefault(context.response()))) {
          field.set(response, null);
          unsaid.incrementAndGet();
        }
      }
      return response.build();
    }
  }
}
