package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.waiters.Ec2AsyncWaiter;
import software.amazon.awssdk.services.ec2.waiters.Ec2Waiter;

class SdkWaitersTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  private String runningInstance() {
    aws.jobs().image("*").runsFor(Duration.ofMinutes(5));
    world.submit("frame");
    while (world.instances(InstanceStateName.RUNNING).isEmpty()) {
      aws.advance(Duration.ofSeconds(1));
    }
    Instance instance = world.instances(InstanceStateName.RUNNING).get(0);
    return instance.instanceId();
  }

  @Test
  void waiter_movesTheVirtualClock() {
    String id = runningInstance();
    Instant before = aws.time().now();

    try (Ec2Waiter waiter =
        Ec2Waiter.builder()
            .client(world.ec2)
            .overrideConfiguration(SdkWaiters.on(aws.time()))
            .build()) {
      assertThat(
              waiter
                  .waitUntilInstanceTerminated(request -> request.instanceIds(id))
                  .matched()
                  .response())
          .isPresent();
    }

    assertThat(Duration.between(before, aws.time().now())).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void asyncWaiter_movesTheVirtualClock() {
    String id = runningInstance();

    try (Ec2AsyncClient ec2 = aws.client(Ec2AsyncClient.builder());
        Ec2AsyncWaiter waiter =
            Ec2AsyncWaiter.builder()
                .client(ec2)
                .overrideConfiguration(SdkWaiters.on(aws.time(), Duration.ofMinutes(1)))
                .build()) {
      waiter.waitUntilInstanceTerminated(request -> request.instanceIds(id)).join();
    }

    assertThat(world.instances(InstanceStateName.TERMINATED)).hasSize(1);
  }

  @Test
  void typedClientsOwnWaiter_movesTheVirtualClock() {
    String id = runningInstance();

    try (Ec2Waiter waiter = aws.typedClient(Ec2Client.class).waiter()) {
      waiter.waitUntilInstanceTerminated(request -> request.instanceIds(id));
    }

    assertThat(world.instances(InstanceStateName.TERMINATED)).hasSize(1);
  }

  @Test
  void unrecordedClientsOwnWaiter_movesTheVirtualClock() {
    String id = runningInstance();

    try (Ec2Waiter waiter = aws.journal().unrecorded(Ec2Client.class).waiter()) {
      waiter.waitUntilInstanceTerminated(request -> request.instanceIds(id));
    }

    assertThat(world.instances(InstanceStateName.TERMINATED)).hasSize(1);
  }

  @Test
  void waiter_thatGivesUp_doesSoAfterItsOwnNumberOfLooks() {
    String id = runningInstance();
    Instant before = aws.time().now();

    try (Ec2Waiter waiter =
        Ec2Waiter.builder()
            .client(world.ec2)
            .overrideConfiguration(
                SdkWaiters.on(aws.time(), Duration.ofSeconds(1)).toBuilder().maxAttempts(3).build())
            .build()) {
      assertThatThrownBy(
              () -> waiter.waitUntilInstanceTerminated(request -> request.instanceIds(id)))
          .isInstanceOf(SdkClientException.class);
    }

    assertThat(aws.time().now()).isEqualTo(before.plusSeconds(2));
  }

  @Test
  void severalFutures_areAwaitedOnTheClock() throws InterruptedException, ExecutionException {
    CompletableFuture<Instant> early = in(Duration.ofMinutes(1));
    CompletableFuture<Instant> late = in(Duration.ofHours(1));
    Instant before = aws.time().now();

    aws.time().await(CompletableFuture.allOf(early, late));

    assertThat(late.get()).isEqualTo(before.plus(Duration.ofHours(1)));
  }

  private CompletableFuture<Instant> in(Duration delay) {
    CompletableFuture<Instant> future = new CompletableFuture<>();
    aws.time()
        .executor()
        .schedule(() -> future.complete(aws.time().now()), delay.toMillis(), TimeUnit.MILLISECONDS);
    return future;
  }
}
