package io.github.spotbatch.testing.internal.metadata;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.Instance;
import io.github.spotbatch.testing.internal.wire.LoopbackServer;
import io.github.spotbatch.time.WallClock;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The metadata services of instances on which programs really run, each started when first asked
 * for. Each has a port of its own, for some SDKs drop what path a service's address has. Guarded by
 * the world's lock.
 */
public final class MetadataServers {

  private final Scope scope;
  private final Map<String, LoopbackServer> servers = new HashMap<>();

  public MetadataServers(Scope scope) {
    this.scope = scope;
    Runnable unused = scope.world().closing(this::closeAll);
  }

  /**
   * Where programs on an instance ask.
   *
   * @param notices of the instance, live
   */
  public URI endpoint(Instance instance, SpotNotices notices) {
    return servers.computeIfAbsent(instance.id(), id -> start(instance, notices)).endpoint();
  }

  private LoopbackServer start(Instance instance, SpotNotices notices) {
    World world = scope.world();
    MetadataEndpoint endpoint =
        new MetadataEndpoint(
            new MetadataTokens(instance.id(), speed()),
            world::now,
            () -> new MetadataItems(instance, scope.account(), scope.region(), notices));
    return LoopbackServer.start(in -> world.locked(() -> endpoint.answer(in)), 0);
  }

  /** Programs run on the wall clock only. */
  private double speed() {
    return scope.world().time() instanceof WallClock clock ? clock.speed() : 1;
  }

  /** An instance is gone, and what it told with it. */
  public void close(String instanceId) {
    LoopbackServer server = servers.remove(instanceId);
    if (server != null) {
      server.close();
    }
  }

  private void closeAll() {
    servers.values().forEach(LoopbackServer::close);
    servers.clear();
  }
}
