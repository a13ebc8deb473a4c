package io.github.spotbatch.testing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import io.github.spotbatch.testing.cli.AwsCli.Result;
import io.github.spotbatch.testing.internal.ecr.SmallImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Logging in to the registry as the README shows. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RegistryByTheCliTest {

  @Test
  void password_ofTheCli_opensTheRegistryToCurl(@TempDir Path home) throws Exception {
    try (AwsProgram program = AwsProgram.find(home);
        FakeAws aws = FakeAws.builder().speed(1).build();
        FakeAwsServer server = aws.serve(0);
        EcrClient ecr = aws.client(EcrClient.builder())) {
      AwsCli cli = AwsCli.at(server.endpoint(), program, home);
      Assumptions.assumeTrue(
          cli.run("command -v curl").exitCode() == 0,
          "no curl on the PATH; on Debian: apt-get install curl");
      ecr.createRepository(it -> it.repositoryName("render"));
      SmallImage.push(ecr, "render", "7.1", "layer");
      Files.writeString(home.resolve("registry.pem"), aws.registry().certificate());

      Result result =
          cli.run(
              "PASSWORD=$(aws ecr get-login-password)",
              "curl -sS --cacert registry.pem -u AWS:$PASSWORD https://"
                  + aws.registry().host()
                  + "/v2/render/tags/list");

      assertThat(result.output()).isEqualTo("{\"name\":\"render\",\"tags\":[\"7.1\"]}");
    }
  }
}
