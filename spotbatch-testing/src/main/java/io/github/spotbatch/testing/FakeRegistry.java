package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.wire.LoopbackCertificate;
import javax.net.ssl.SSLContext;

/**
 * The image registries of a world's ECR, served on 127.0.0.1 for any client that pushes or pulls:
 * docker, jib, skopeo, curl, the JDK's HTTP client.
 *
 * <p>As on AWS, a client logs in as user {@code AWS} with a password of {@code
 * GetAuthorizationToken}, which is valid for 12 hours of the world's clock and says whose registry
 * and which Region is meant. {@code aws ecr get-login-password --endpoint-url <the server's>}
 * prints one where the world is {@linkplain FakeAws#serve served}, and {@code
 * GetAuthorizationToken} of an SDK client answers with one, Base64-encoded as {@code
 * AWS:<password>}. Repositories are made by {@code CreateRepository}: a push makes none.
 *
 * <p>Images are addressed here as {@code <host()>/<repository>:<tag>}. A job definition may name an
 * image so, or by the {@code repositoryUri} of {@code CreateRepository}, which is AWS's own form;
 * both are the same image. Pushing takes no time on the virtual clock, and nothing can be reached
 * from another machine. Layers are files in a temporary folder that goes with the world.
 *
 * <p>Thread-safe.
 */
public final class FakeRegistry {

  private final String host;

  FakeRegistry(String host) {
    this.host = host;
  }

  /**
   * Where it listens, which is also the host of its images' names.
   *
   * @return 127.0.0.1 and a port, such as {@code 127.0.0.1:40123}
   */
  public String host() {
    return host;
  }

  /**
   * The certificate that it shows, for 127.0.0.1 and localhost. It is self-signed, made once for a
   * JVM, and nobody trusts it who is not told to: {@code curl --cacert}, {@code docker} by a file
   * in {@code /etc/docker/certs.d/<host()>}, jib by {@code setAllowInsecureRegistries(true)}.
   *
   * @return PEM text
   */
  public String certificate() {
    return LoopbackCertificate.get().pem();
  }

  /**
   * TLS for clients in this JVM, such as {@code HttpClient.newBuilder().sslContext(..)}.
   *
   * @return trusts the {@link #certificate()} and no other
   */
  public SSLContext sslContext() {
    return LoopbackCertificate.get().client();
  }
}
