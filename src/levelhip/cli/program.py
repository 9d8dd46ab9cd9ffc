"""The `levelhip` command and its groups; only click is imported before a command runs."""

from __future__ import annotations

import click

from levelhip import __version__
from levelhip.cli.analyse import analyse
from levelhip.cli.coach import coach
from levelhip.cli.compare import compare
from levelhip.cli.day import COMMANDS as EVERY_DAY
from levelhip.cli.done import done
from levelhip.cli.keep import COMMANDS as KEEPING
from levelhip.cli.learn import COMMANDS as READING
from levelhip.cli.look import doctor, protocols, show
from levelhip.cli.misuse import Misuse
from levelhip.cli.progress import progress
from levelhip.cli.sample import sample
from levelhip.cli.serve import serve
from levelhip.cli.share import COMMANDS as SHARING
from levelhip.cli.simulate import simulate
from levelhip.cli.status import FAILED
from levelhip.cli.tell import COMMANDS as TELLING
from levelhip.cli.tongue import calm_tongue


class Program(click.Group):
    """Says a levelhip error in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except click.UsageError as fault:
            raise _in_words(fault) from None
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as fault:
            # Imported now: the errors' package brings numpy, which --help must not wait for.
            from levelhip.core.errors import LevelhipError

            if isinstance(fault, LevelhipError):
                click.echo(f"levelhip: {fault.in_words(calm_tongue().text)}", err=True)
                ctx.exit(FAILED)
            raise


def _in_words(fault: click.UsageError) -> click.UsageError:
    """The same error in the language of the command."""
    words = calm_tongue()
    return fault if words.code == "en" else Misuse(fault, words)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="levelhip")
def levelhip() -> None:
    """Measure how level the pelvis is and how evenly the weight is shared.

    Start with: levelhip sample --analyse

    Exit status: 0 done, 1 failed, 2 misused, 3 the recording was read but could not be judged.
    Everything stays on this machine; no command opens the network, but `coach --source phone`,
    which asks the phone that you name, and `serve --lan`, which lets your phones in.
    """


for _command in (*EVERY_DAY, *TELLING, *KEEPING, *READING, *SHARING):
    levelhip.add_command(_command)
levelhip.add_command(done)
levelhip.add_command(progress)
levelhip.add_command(analyse)
levelhip.add_command(compare)
levelhip.add_command(coach)
levelhip.add_command(protocols)
levelhip.add_command(show)
levelhip.add_command(doctor)
levelhip.add_command(serve)
levelhip.add_command(sample)
levelhip.add_command(simulate)
