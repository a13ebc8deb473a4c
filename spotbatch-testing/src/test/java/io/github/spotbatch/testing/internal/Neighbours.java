package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.ec2.FakeEc2;
import io.github.spotbatch.testing.internal.ecr.FakeEcr;
import io.github.spotbatch.testing.internal.ecs.FakeEcs;
import io.github.spotbatch.testing.internal.events.FakeEvents;
import io.github.spotbatch.testing.internal.iam.FakeIam;
import io.github.spotbatch.testing.internal.logs.FakeLogs;
import io.github.spotbatch.testing.internal.secrets.FakeSecretsManager;
import io.github.spotbatch.testing.internal.sts.FakeSts;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.AwsWire;
import io.github.spotbatch.testing.internal.wire.DirectClient;
import io.github.spotbatch.testing.internal.wire.InProcessHttpClient;
import io.github.spotbatch.testing.internal.wire.ServiceOperations;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** A world with one account in one Region, and clients of its services. */
public final class Neighbours {

  public static final String ACCOUNT = "123456789012";

  public final VirtualClock time = VirtualClock.create();
  public final World world;
  public final Scope scope;

  public Neighbours() {
    this(Timings.defaults());
  }

  public Neighbours(Timings timings) {
    this.world = new World(time, timings, 1);
    this.scope = world.scope(ACCOUNT, Region.US_EAST_1.id());
  }

  public IamClient iam() {
    return direct(IamClient.class, AwsService.IAM);
  }

  public Ec2Client ec2() {
    return direct(Ec2Client.class, AwsService.EC2);
  }

  public EcrClient ecr() {
    return direct(EcrClient.class, AwsService.ECR);
  }

  public StsClient sts() {
    return direct(StsClient.class, AwsService.STS);
  }

  public CloudWatchLogsClient logs() {
    return direct(CloudWatchLogsClient.class, AwsService.LOGS);
  }

  public EcsClient ecs() {
    return direct(EcsClient.class, AwsService.ECS);
  }

  public EventBridgeClient events() {
    return direct(EventBridgeClient.class, AwsService.EVENTS);
  }

  public SecretsManagerClient secrets() {
    return direct(SecretsManagerClient.class, AwsService.SECRETS_MANAGER);
  }

  /** A client of the SDK that marshals all it sends and gets. */
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkClient>
      C marshalling(B builder) {
    AwsWire wire = AwsWire.to((service, key, region) -> operations(service));
    return builder
        .httpClient(InProcessHttpClient.of(wire))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }

  private <C extends SdkClient> C direct(Class<C> type, AwsService service) {
    return DirectClient.of(type, operations(service), Region.US_EAST_1);
  }

  private ServiceOperations operations(AwsService service) {
    Function<Scope, Object> fake =
        switch (service) {
          case IAM -> FakeIam::new;
          case EC2 -> FakeEc2::new;
          case ECR -> FakeEcr::new;
          case STS -> FakeSts::new;
          case LOGS -> FakeLogs::new;
          case ECS -> FakeEcs::new;
          case EVENTS -> FakeEvents::new;
          case SECRETS_MANAGER -> FakeSecretsManager::new;
          default -> throw new IllegalArgumentException(service + " is no neighbour");
        };
    Supplier<Object> handlers = () -> fake.apply(scope);
    return ServiceOperations.of(service, handlers, world::locked);
  }
}
