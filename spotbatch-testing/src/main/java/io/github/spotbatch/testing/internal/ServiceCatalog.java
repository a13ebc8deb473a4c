package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.internal.access.AccessControl;
import io.github.spotbatch.testing.internal.batch.FakeBatch;
import io.github.spotbatch.testing.internal.ec2.FakeEc2;
import io.github.spotbatch.testing.internal.ecr.FakeEcr;
import io.github.spotbatch.testing.internal.ecs.FakeEcs;
import io.github.spotbatch.testing.internal.events.FakeEvents;
import io.github.spotbatch.testing.internal.fault.FaultControl;
import io.github.spotbatch.testing.internal.fault.ModelledOperations;
import io.github.spotbatch.testing.internal.iam.FakeIam;
import io.github.spotbatch.testing.internal.logs.FakeLogs;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.secrets.FakeSecretsManager;
import io.github.spotbatch.testing.internal.sts.FakeSts;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.ServiceDirectory;
import io.github.spotbatch.testing.internal.wire.ServiceOperations;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The services of a world: one object for each service, account and Region, made when first asked
 * for.
 */
public final class ServiceCatalog implements ServiceDirectory {

  /** The account of every access key that names no other. */
  public static final String DEFAULT_ACCOUNT = "123456789012";

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private final World world;
  private final Scripts scripts;
  private final Journal journal;
  private final String defaultRegion;
  private final FaultControl faults;
  private final AccessControl access;
  private final Map<String, ServiceOperations> made = new HashMap<>();

  public ServiceCatalog(
      World world, Scripts scripts, Journal journal, String defaultRegion, AccessControl access) {
    this.world = world;
    this.scripts = scripts;
    this.journal = journal;
    this.defaultRegion = defaultRegion;
    this.faults = new FaultControl(world);
    this.access = access;
    if (access.isOn()) {
      world.registry().guardedBy(access);
    }
  }

  /** What callers may do. */
  public AccessControl access() {
    return access;
  }

  /** What goes wrong with calls. */
  public FaultControl faults() {
    return faults;
  }

  @Override
  public ServiceOperations operations(
      AwsService service, @Nullable String accessKeyId, @Nullable String region) {
    Scope scope = world.scope(account(accessKeyId), region == null ? defaultRegion : region);
    String key = service + "/" + scope.account() + "/" + scope.region();
    return world.locked(
        () ->
            made.computeIfAbsent(
                key,
                k ->
                    ServiceOperations.of(
                        service,
                        handlers(service, scope),
                        world::locked,
                        new CallRecorder(world, journal, scope, service, elsewhere(service, scope)),
                        access.guard(
                            service, scope, faults.of(service, scope.account(), scope.region())))));
  }

  /** Region and account where they are not the world's own; IAM has one Region for all. */
  private String elsewhere(AwsService service, Scope scope) {
    boolean here = service == AwsService.IAM || scope.region().equals(defaultRegion);
    return (here ? "" : " " + scope.region())
        + (scope.account().equals(DEFAULT_ACCOUNT) ? "" : " " + scope.account());
  }

  /** The same operations, whose calls neither the journal nor the timeline shows. */
  public ServiceOperations unrecorded(AwsService service, String account, String region) {
    return operations(service, account, region).heardBy(new UnrecordedCalls(world));
  }

  /** An access key of twelve digits is the account itself. */
  private static String account(@Nullable String accessKeyId) {
    return accessKeyId != null && isAccount(accessKeyId) ? accessKeyId : DEFAULT_ACCOUNT;
  }

  /**
   * The account, if it is one.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static String requireAccount(String account) {
    if (!isAccount(account)) {
      throw new IllegalArgumentException("an account is twelve digits, was '" + account + "'");
    }
    return account;
  }

  private static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  /** The operations of all services that are there. */
  public static ModelledOperations modelled() {
    return Modelled.OPERATIONS;
  }

  /** The same in every world, and looked for only where somebody asks. */
  private static final class Modelled {
    static final ModelledOperations OPERATIONS = new ModelledOperations(ServiceCatalog::type);
  }

  private static Class<?> type(AwsService service) {
    return switch (service) {
      case BATCH -> FakeBatch.class;
      case EC2 -> FakeEc2.class;
      case ECR -> FakeEcr.class;
      case ECS -> FakeEcs.class;
      case EVENTS -> FakeEvents.class;
      case IAM -> FakeIam.class;
      case LOGS -> FakeLogs.class;
      case SECRETS_MANAGER -> FakeSecretsManager.class;
      case STS -> FakeSts.class;
    };
  }

  private Supplier<?> handlers(AwsService service, Scope scope) {
    return switch (service) {
      case BATCH -> () -> new FakeBatch(scope, scripts);
      case EC2 -> () -> new FakeEc2(scope);
      case ECR -> () -> new FakeEcr(scope);
      case ECS -> () -> new FakeEcs(scope);
      case EVENTS -> () -> new FakeEvents(scope);
      case IAM -> () -> new FakeIam(scope);
      case LOGS -> () -> new FakeLogs(scope);
      case SECRETS_MANAGER -> () -> new FakeSecretsManager(scope);
      case STS -> () -> new FakeSts(scope);
    };
  }
}
